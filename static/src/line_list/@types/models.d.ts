declare module "models" {
    interface Page {
        cursor: [string, number]|null;
        more: boolean;
        status: "not_fetched"|"fetching"|"fetched"|"failed";
    }

    export interface DiscussAppCategory {
        closedCounter: Readonly<number>;
        switchboard_line_id: SwitchboardLine;
    }
    export interface SwitchboardLine {
        appCategory: DiscussAppCategory;
        canWriteFirst: Readonly<boolean>;
        closeSearch: () => void;
        currentPage: Readonly<Page>;
        fetchFirst: () => Promise<void>;
        fetchMore: () => Promise<void>;
        fetchUnread: () => Promise<void>;
        found: Thread[];
        foundPage: Page;
        isFiltered: Readonly<boolean>;
        isSearchOpen: boolean;
        listed: Thread[];
        listedPage: Page;
        refresh: () => Promise<void>;
        refreshSoon: () => void;
        only: "unread"|"mine"|"unanswered"|null;
        search: (term: string, only?: "unread"|"mine"|"unanswered"|null) => Promise<void>;
        searchTerm: string;
    }
    export interface Thread {
        switchboardDateText: Readonly<string>;
        switchboardLineAsFound: SwitchboardLine;
        switchboardLineAsListed: SwitchboardLine;
    }
}
