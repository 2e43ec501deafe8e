declare module "models" {
    export interface Composer {
        effectiveSubject: Readonly<string>;
        forgetSwitchboard: () => void;
        hasSubject: Readonly<boolean>;
        isSwitchboardDraft: Readonly<boolean>;
        mayLackSubject: boolean;
        showText: (text: string) => void;
        switchboardComplaint: { field: string, text: string }|undefined;
        switchboardKey: string|undefined;
        switchboardSubject: string|undefined;
        takeSwitchboardKey: () => string;
    }
    /** A message that was not sent, as it goes back into the composer. */
    export interface SwitchboardDraft {
        answers?: number|false;
        attachments?: Attachment[];
        bcc?: string;
        body: string;
        body_text: string;
        cc?: string;
        key?: string;
        send_at?: string|false;
        subject: string;
        to?: string|false;
    }
    export interface Thread {
        closePostFailure: (() => void)|undefined;
        restoreText: (draft: SwitchboardDraft, isEmpty: boolean) => void;
        restoreToComposer: (draft: SwitchboardDraft) => void;
        tellPostFailure: (text: string|undefined) => void;
    }
}
