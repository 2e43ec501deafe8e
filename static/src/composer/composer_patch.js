import { Composer } from "@mail/core/common/composer";
import { ComposerHeader } from "@mail_switchboard/composer/composer_header";
import "@mail/discuss/typing/common/composer_patch";

import { isMacOS } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { isEventHandled } from "@web/core/utils/misc";
import { patch } from "@web/core/utils/patch";

Composer.components = { ...Composer.components, ComposerHeader };

patch(Composer.prototype, {
    get isSwitchboard() {
        return Boolean(!this.message && this.thread?.isSwitchboard);
    },
    get placeholder() {
        if (!this.isSwitchboard || this.props.placeholder) {
            return super.placeholder;
        }
        return this.thread.channel_type === "sms"
            ? _t("Write a text message …")
            : _t("Write an email …");
    },
    get sendKeybinds() {
        if (!this.isSwitchboard) {
            return super.sendKeybinds;
        }
        return [isMacOS() ? _t("⌘") : _t("CTRL"), _t("Enter")];
    },
    get postData() {
        const postData = super.postData;
        if (this.props.composer.hasSubject) {
            postData.switchboardSubject = this.props.composer.effectiveSubject;
        }
        return postData;
    },
    /** Customers are not told that somebody types. */
    notifyIsTyping() {
        if (!this.isSwitchboard) {
            return super.notifyIsTyping(...arguments);
        }
    },
    /** In an email Enter begins a new line; Ctrl or Cmd with it sends. */
    onKeydown(ev) {
        if (ev.key !== "Enter" || !this.isSwitchboard) {
            return super.onKeydown(...arguments);
        }
        if (isEventHandled(ev, "NavigableList.select") || !this.state.active) {
            ev.preventDefault();
        } else if (!ev.isComposing && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.sendMessage();
        }
    },
    /** @param {string} subject */
    onSubjectInput(subject) {
        this.props.composer.switchboardSubject = subject;
        this.saveContentDebounced();
    },
});
