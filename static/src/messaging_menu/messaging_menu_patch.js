import { MessagingMenu } from "@mail/core/public_web/messaging_menu";
import "@mail/core/web/messaging_menu_patch";
import "@mail/discuss/core/web/messaging_menu_patch";

import { onMounted } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const TABS = {
    email: { icon: "fa fa-envelope-o", activeIcon: "fa fa-envelope", label: _t("Emails") },
    sms: { icon: "fa fa-mobile", activeIcon: "fa fa-mobile", label: _t("SMS") },
};

patch(MessagingMenu.prototype, {
    setup() {
        super.setup(...arguments);
        onMounted(() => {
            // on a small screen it is the sidebar's stand-in and never opened
            if (this.env.inDiscussApp) {
                this.fetchConversations();
            }
        });
    },
    beforeOpen() {
        const res = super.beforeOpen(...arguments);
        this.fetchConversations();
        return res;
    },
    onClickNavTab(tabId) {
        super.onClickNavTab(...arguments);
        if (tabId in TABS) {
            this.fetchConversations(tabId);
        }
    },
    /** @param {"email"|"sms"} [kind] all kinds when left out */
    fetchConversations(kind) {
        for (const line of this.store.switchboardLines) {
            if (!kind || line.kind === kind) {
                line.fetchFirst();
                line.fetchUnread();
            }
        }
    },
    /** One tab for each kind of line the user has. */
    get switchboardTabs() {
        const tabs = [];
        for (const kind of Object.keys(TABS)) {
            const lines = this.store.switchboardLines.filter((line) => line.kind === kind);
            if (lines.length) {
                tabs.push({
                    ...TABS[kind],
                    counter: lines.reduce((sum, line) => sum + (line.unread || 0), 0),
                    id: kind,
                    sequence: 50,
                });
            }
        }
        return tabs;
    },
    get _tabs() {
        return [...super._tabs, ...this.switchboardTabs];
    },
});
