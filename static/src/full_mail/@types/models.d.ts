declare module "models" {
    export interface Message {
        switchboard_bounce: string|false|undefined;
        switchboard_pictures_off: number|undefined;
    }
}
