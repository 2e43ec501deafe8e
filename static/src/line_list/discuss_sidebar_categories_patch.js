import {
    DiscussSidebarCategories,
    DiscussSidebarCategory,
    DiscussSidebarChannel,
} from "@mail/discuss/core/public_web/discuss_sidebar_categories";
import { LineListFooter } from "@mail_switchboard/line_list/line_list_footer";
import { LineSearchInput } from "@mail_switchboard/line_list/line_search_input";

import { useEffect } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

Object.assign(DiscussSidebarCategories.components, { LineListFooter, LineSearchInput });

patch(DiscussSidebarCategory.prototype, {
    setup() {
        super.setup(...arguments);
        useEffect(
            (line, isOpen) => {
                if (line && isOpen) {
                    line.fetchFirst();
                }
            },
            () => [this.line, this.category.open]
        );
    },
    /** @returns {import("models").SwitchboardLine|undefined} */
    get line() {
        return this.category.switchboard_line_id;
    },
    get actions() {
        const actions = super.actions;
        if (!this.line) {
            return actions;
        }
        actions.push({
            onSelect: () => this.toggleSearch(),
            label: _t("Search in %(line)s", { line: this.line.name }),
            icon: "oi oi-search",
            class: "o-mail_switchboard-search",
        });
        if (this.line.canWriteFirst) {
            actions.push({
                onSelect: () => this.writeFirst(),
                label: _t("Write first from %(line)s", { line: this.line.name }),
                icon: "fa fa-plus",
                class: "o-mail_switchboard-writeFirst",
            });
        }
        return actions;
    },
    toggleSearch() {
        if (this.line.isSearchOpen) {
            this.line.closeSearch();
        } else {
            this.category.open = true;
            this.line.isSearchOpen = true;
        }
    },
    writeFirst() {
        this.env.services.action.doAction("mail_switchboard.write_first_action", {
            additionalContext: { default_line_id: this.line.id },
        });
    },
});

patch(DiscussSidebarChannel.prototype, {
    get attClass() {
        const res = super.attClass;
        return this.thread.isSwitchboard ? { ...res, "o-unread": this.thread.isUnread } : res;
    },
    get itemNameAttClass() {
        if (!this.thread.isSwitchboard) {
            return super.itemNameAttClass;
        }
        return {
            ...super.itemNameAttClass,
            "o-unread fw-bolder": this.thread.isUnread,
            "opacity-75 opacity-100-hover": !this.thread.isUnread,
        };
    },
});
