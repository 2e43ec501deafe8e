declare module "models" {
    interface SwitchboardDetails {
        people: { name: string, email: string, partner_id: number|false }[];
        records: { model: string, id: number, name: string, label: string }[];
        answering: { id: number, name: string, partner_id: number }[];
        others: { id: number, name: string, line: string, subject: string, date: string }[];
    }

    export interface Thread {
        fetchSwitchboardDetails: () => Promise<void>;
        switchboardDetails: SwitchboardDetails|undefined;
    }
}
