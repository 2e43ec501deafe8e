import { ComposerHeader } from "@mail_switchboard/composer/composer_header";
import { keepDraft } from "@mail_switchboard/composer/draft";

import { Component, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * The line the mail leaves from. A conversation belongs to one line: who chooses
 * another one goes on in that line's conversation with the same people, and what
 * was written moves along.
 *
 * @typedef {Object} Props
 * @property {import("models").Composer} composer
 * @extends {Component<Props, Env>}
 */
export class FromLine extends Component {
    static template = "mail_switchboard.FromLine";
    static props = ["composer"];

    setup() {
        super.setup();
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.store = useState(useService("mail.store"));
        this.state = useState({ round: 0 });
    }

    get thread() {
        return this.props.composer.thread;
    }

    get line() {
        return this.thread.switchboard_line_id;
    }

    /** Lines the user may send from, this one first. */
    get lines() {
        const others = this.store.switchboardLines.filter(
            (line) =>
                line.notEq(this.line) &&
                line.can_send &&
                line.kind === this.line.kind &&
                ["connected", "syncing"].includes(line.state)
        );
        return this.line.kind === "email" ? [this.line, ...others] : [this.line];
    }

    async onChange(ev) {
        const line = this.store["switchboard.line"].get(parseInt(ev.target.value));
        // the choice shows in the other conversation; here it stays as it is
        this.state.round++;
        const found = await this.findThere(line, false);
        if (found.channel_id) {
            await this.moveTo(found);
        } else {
            this.askToStart(line, found);
        }
    }

    findThere(line, create) {
        const { to, cc } = this.props.composer.switchboardRecipients ?? {};
        return this.orm.call(
            "discuss.channel",
            "switchboard_continue",
            [[this.thread.id], line.id],
            {
                to: to ?? null,
                cc: cc || null,
                create,
            }
        );
    }

    askToStart(line, { people }) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Start a conversation on “%s”?", line.name),
            body: _t(
                "“%(line)s” has no conversation with %(people)s yet. Answers to what you write from there come to “%(line)s”, and what you have written moves along.",
                { line: line.name, people }
            ),
            confirmLabel: _t("Start it"),
            confirm: async () => this.moveTo(await this.findThere(line, true)),
            cancelLabel: _t("Stay here"),
            cancel: () => {},
        });
    }

    async moveTo({ channel_id, line }) {
        const { composer } = this.props;
        const thread = await this.store.Thread.getOrFetch({
            model: "discuss.channel",
            id: channel_id,
        });
        if (!thread) {
            return;
        }
        const draft = composer.takeDraft();
        browser.localStorage.removeItem(composer.localId);
        thread.restoreToComposer(draft);
        keepDraft(thread.composer);
        thread.open({ focus: true });
        this.notification.add(
            _t("You now write from “%s”, in its own conversation with these people.", line),
            { type: "info" }
        );
    }
}

ComposerHeader.components = { ...ComposerHeader.components, FromLine };
