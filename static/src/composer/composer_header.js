import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/**
 * To whom the answer goes, from which line, and its subject.
 *
 * @typedef {Object} Props
 * @property {import("models").Composer} composer
 * @property {(subject: string) => void} onSubjectInput
 * @property {() => void} onDraftChange
 * @extends {Component<Props, Env>}
 */
export class ComposerHeader extends Component {
    static template = "mail_switchboard.ComposerHeader";
    static props = ["composer", "onSubjectInput", "onDraftChange"];

    get composer() {
        return this.props.composer;
    }

    get thread() {
        return this.composer.thread;
    }

    get complaint() {
        return this.composer.switchboardComplaint;
    }

    /** The line's state when nothing can be sent from it at the moment. */
    get lineTrouble() {
        const line = this.thread.switchboard_line_id;
        if (!line || ["connected", "syncing"].includes(line.state)) {
            return "";
        }
        return _t(
            "“%s” is not connected, so nothing can be sent from it now. What you write is kept here.",
            line.name
        );
    }

    get recipients() {
        return (this.thread.switchboard_counterparts || []).map(({ name, email }) => ({
            text: name || email,
            title: name && name !== email ? `${name} <${email}>` : email,
        }));
    }

    /** From the subject on to the text, as the eye goes. */
    onSubjectKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.composer.autofocus++;
        }
    }
}
