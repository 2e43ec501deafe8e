declare module "models" {
    export interface WritingNotes {
        from: string;
        leaves_at: string|false;
        signature: string;
        signature_rule: "operator"|"fallback"|"none";
        size_limit: number;
    }
    export interface SwitchboardLine {
        fetchWritingNotes: (options?: { isFresh?: boolean }) => Promise<void>;
        leavesAbout: Readonly<luxon.DateTime|undefined>;
        writingNotes: WritingNotes|undefined;
    }
}
