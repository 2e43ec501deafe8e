declare module "models" {
    export interface Store {
        switchboard_unread: number;
        switchboardLines: Readonly<SwitchboardLine[]>;
    }
    export interface Thread {
        markAsReadOnceLoaded: () => Promise<void>;
        switchboardFirstUnread: Readonly<Message>;
        switchboardMarkRead: (index_id: number) => Promise<void>;
        switchboardSeparator: number|false;
    }
}
