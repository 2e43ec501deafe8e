declare module "models" {
    export interface Composer {
        switchboardSeen: number|undefined;
    }
    export interface Thread {
        switchboardNewest: Readonly<number>;
    }
}
