declare module "models" {
    export interface MailRecipients {
        to: string;
        cc: string;
        bcc: string;
    }
    export interface Composer {
        answerMail: (answer: Object) => void;
        checkRecipients: () => boolean;
        chooseRecipients: () => void;
        shallFocusRecipients: boolean;
        switchboardAnswers: number|undefined;
        switchboardRecipients: MailRecipients|undefined;
    }
}
