declare module "models" {
    export interface Message {
        switchboard_confirm: { id: number, name: string }|false|undefined;
    }
}
