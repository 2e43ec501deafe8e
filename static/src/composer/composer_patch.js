import { Composer } from "@mail/core/common/composer";
import { ComposerHeader } from "@mail_switchboard/composer/composer_header";
import "@mail/discuss/typing/common/composer_patch";

import { isMacOS } from "@web/core/browser/feature_detection";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
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
        const { composer } = this.props;
        if (this.isSwitchboard) {
            postData.switchboardKey = composer.takeSwitchboardKey();
        }
        if (composer.hasSubject) {
            postData.switchboardSubject = composer.effectiveSubject;
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
    async sendMessage() {
        if (this.isSwitchboard && this.canProcessMessage) {
            this.props.composer.switchboardComplaint = undefined;
            if (!(await this.mayBeSent())) {
                return;
            }
        }
        return super.sendMessage(...arguments);
    },
    /**
     * What speaks against sending is said where it can be mended, and nothing
     * leaves the composer.
     *
     * @returns {Promise<boolean>}
     */
    async mayBeSent() {
        const { composer } = this.props;
        if (!composer.hasSubject || composer.mayLackSubject || composer.effectiveSubject.trim()) {
            return true;
        }
        return this.askAboutSubject();
    },
    /** Once for each draft. */
    askAboutSubject() {
        const { composer } = this.props;
        return new Promise((resolve) => {
            this.env.services.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Send it without a subject?"),
                    body: _t("The subject is empty. Many people overlook such emails."),
                    confirmLabel: _t("Send without a subject"),
                    confirm: () => {
                        composer.mayLackSubject = true;
                    },
                    cancelLabel: _t("Write a subject"),
                    cancel: () => {},
                },
                {
                    onClose: () => {
                        if (!composer.mayLackSubject) {
                            this.root.el?.querySelector(".o-mail_switchboard-subject")?.focus();
                        }
                        resolve(composer.mayLackSubject);
                    },
                }
            );
        });
    },
    /** @param {string} subject */
    onSubjectInput(subject) {
        this.props.composer.switchboardSubject = subject;
        this.saveContentDebounced();
    },
    /** Something of the email has changed that is not its text. */
    onDraftChange() {
        this.props.composer.switchboardComplaint = undefined;
        this.saveContentDebounced();
    },
});
