declare module "models" {
    export interface Message {
        switchboardMillisecondsLeft: Readonly<number|undefined>;
        watchOutgoing: () => void;
    }
}
