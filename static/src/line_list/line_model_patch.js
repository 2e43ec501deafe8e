import { fields } from "@mail/core/common/record";
import { SwitchboardLine } from "@mail_switchboard/core/common/switchboard_line_model";

import { patch } from "@web/core/utils/patch";
import { debounce } from "@web/core/utils/timing";

export const PAGE_SIZE = 30;
/** Many notes arrive while history is fetched; the list follows at this pace. */
export const REFRESH_DELAY = 2000;

const newPage = () => ({ status: "not_fetched", more: false, cursor: null });

/** @type {import("models").SwitchboardLine} */
const linePatch = {
    setup() {
        super.setup(...arguments);
        this.appCategory = fields.One("DiscussAppCategory", {
            /** @this {import("models").SwitchboardLine} */
            compute() {
                return this.computeAppCategory();
            },
            eager: true,
            inverse: "switchboard_line_id",
        });
        /** Conversations in the sidebar: the newest ones and those opened. */
        this.listed = fields.Many("Thread", { inverse: "switchboardLineAsListed" });
        /** Those answering to the search term. */
        this.found = fields.Many("Thread", { inverse: "switchboardLineAsFound" });
        this.listedPage = newPage();
        this.foundPage = newPage();
        this.isSearchOpen = false;
        this.searchTerm = "";
        /** @type {"unread"|"mine"|"unanswered"|null} */
        this.only = null;
        this.refreshSoon = debounce(() => this.exists() && this.refresh(), REFRESH_DELAY);
    },
    computeAppCategory() {
        if (!this.name) {
            return null; // known by its id only: not readable
        }
        return {
            extraClass: "o-mail_switchboard-category",
            icon: this.icon,
            id: `mail_switchboard.line_${this.id}`,
            name: this.name,
            sequence: 20,
        };
    },
    get isFiltered() {
        return this.isSearchOpen && Boolean(this.searchTerm || this.only);
    },
    get currentPage() {
        return this.isFiltered ? this.foundPage : this.listedPage;
    },
    get canWriteFirst() {
        return this.write_first && this.can_send;
    },
    async fetchFirst() {
        if (this.listedPage.status === "not_fetched") {
            await this.fetchPage("listed");
        }
    },
    async fetchMore() {
        await this.fetchPage(this.isFiltered ? "found" : "listed");
    },
    /** Conversations with unread mail, which may lie beyond the first page. */
    async fetchUnread() {
        if (this.unread) {
            const { ids } = await this.fetchConversations({ filter: "unread" });
            this.listed.add(...this.threadsFromIds(ids));
        }
    },
    /** The newest conversations anew; those already listed stay. */
    async refresh() {
        if (this.listedPage.status === "fetched") {
            const { ids } = await this.fetchConversations({});
            this.listed.add(...this.threadsFromIds(ids));
        }
    },
    /**
     * @param {string} term
     * @param {"unread"|"mine"|"unanswered"|null} [only]
     */
    async search(term, only = this.only) {
        this.searchTerm = term.trim();
        this.only = only;
        this.foundPage = newPage();
        this.found = [];
        if (this.isFiltered) {
            await this.fetchPage("found");
        }
    },
    closeSearch() {
        this.isSearchOpen = false;
        this.search("", null);
    },
    /** @param {"listed"|"found"} list */
    async fetchPage(list) {
        const page = this[`${list}Page`];
        if (page.status === "fetching") {
            return;
        }
        page.status = "fetching";
        let data;
        try {
            data = await this.fetchConversations({
                before: page.cursor,
                search: (list === "found" && this.searchTerm) || null,
                filter: list === "found" ? this.only : null,
            });
        } catch (error) {
            page.status = "failed";
            throw error;
        }
        if (this.exists() && this[`${list}Page`] === page) {
            this[list].add(...this.threadsFromIds(data.ids));
            Object.assign(page, { status: "fetched", more: data.more, cursor: data.cursor });
        }
    },
    fetchConversations({ before = null, search = null, filter = null }) {
        return this.store.fetchStoreData(
            "/mail_switchboard/conversations",
            { line_id: this.id, before, limit: PAGE_SIZE, search, filter },
            { requestData: true }
        );
    },
    threadsFromIds(ids = []) {
        return ids
            .map((id) => this.store.Thread.get({ model: "discuss.channel", id }))
            .filter(Boolean);
    },
};
patch(SwitchboardLine.prototype, linePatch);
