declare module "models" {
    export interface Composer {
        effectiveSubject: Readonly<string>;
        hasSubject: Readonly<boolean>;
        switchboardSubject: string|undefined;
    }
    export interface Thread {
        restoreToComposer: (draft: { subject: string, body: string, body_text: string }) => void;
    }
}
