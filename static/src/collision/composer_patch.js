import { Composer } from "@mail/core/common/composer";
import { CollisionDialog } from "@mail_switchboard/collision/collision_dialog";
import "@mail_switchboard/composer/composer_draft_patch";
import "@mail_switchboard/composer/composer_patch";

import { toRaw, useEffect } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

function readDraft(key) {
    try {
        return JSON.parse(browser.localStorage.getItem(key)) || {};
    } catch {
        return {};
    }
}

patch(Composer.prototype, {
    setup() {
        super.setup(...arguments);
        useEffect(
            (isBegun) => {
                if (isBegun && this.props.composer.switchboardSeen === undefined) {
                    this.props.composer.switchboardSeen = this.thread.switchboardNewest;
                }
            },
            () => [
                this.isSwitchboard &&
                    this.thread.isLoaded &&
                    Boolean(this.props.composer.composerText),
            ]
        );
    },
    get postData() {
        const postData = super.postData;
        if (this.isSwitchboard && this.thread.isLoaded) {
            postData.switchboardSeen =
                this.props.composer.switchboardSeen ?? this.thread.switchboardNewest;
        }
        return postData;
    },
    /** What others wrote meanwhile is shown before anything leaves. */
    async sendMessage() {
        if (this.isSwitchboard && !(await this.confirmNoCollision())) {
            return;
        }
        return super.sendMessage(...arguments);
    },
    /** @returns {Promise<boolean>} whether the draft shall be sent */
    async confirmNoCollision() {
        const composer = toRaw(this.props.composer);
        const { thread } = this;
        if (composer.switchboardSeen === undefined || thread.id <= 0) {
            return true;
        }
        let news;
        try {
            news = await this.env.services.orm.silent.call(
                "discuss.channel",
                "get_switchboard_news",
                [[thread.id], composer.switchboardSeen]
            );
        } catch {
            return true; // the server checks it once more, and says what is wrong
        }
        if (!news.length) {
            return true;
        }
        return new Promise((resolve) => {
            this.env.services.dialog.add(
                CollisionDialog,
                {
                    news,
                    onConfirm: () => {
                        composer.switchboardSeen = Math.max(
                            ...news.map(({ index_id }) => index_id),
                            thread.switchboardNewest
                        );
                        resolve(true);
                    },
                },
                { onClose: () => resolve(false) }
            );
        });
    },
    saveContent() {
        super.saveContent(...arguments);
        const composer = toRaw(this.props.composer);
        if (this.isSwitchboard && composer.switchboardSeen !== undefined) {
            const draft = readDraft(composer.localId);
            draft.switchboardSeen = composer.switchboardSeen;
            browser.localStorage.setItem(composer.localId, JSON.stringify(draft));
        }
    },
    restoreContent() {
        super.restoreContent(...arguments);
        const composer = toRaw(this.props.composer);
        const seen = this.isSwitchboard && readDraft(composer.localId).switchboardSeen;
        if (Number.isInteger(seen) && composer.composerText) {
            composer.switchboardSeen = seen;
        }
    },
});
