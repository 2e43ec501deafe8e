declare module "models" {
    interface Assignee {
        id: number;
        name: string;
        partner_id: number;
    }

    export interface Thread {
        switchboard_assignee: Assignee|false;
        switchboard_done: boolean;
        switchboard_snoozed_until: luxon.DateTime;
        switchboard_unanswered_since: luxon.DateTime;
        switchboardIsClosed: Readonly<boolean>;
        switchboardHandle: (method: string, args?: any[]) => Promise<void>;
    }
}
