import { Component } from "@odoo/owl";

/**
 * To whom the answer goes, from which line, and its subject.
 *
 * @typedef {Object} Props
 * @property {import("models").Composer} composer
 * @property {(subject: string) => void} onSubjectInput
 * @extends {Component<Props, Env>}
 */
export class ComposerHeader extends Component {
    static template = "mail_switchboard.ComposerHeader";
    static props = ["composer", "onSubjectInput"];

    get composer() {
        return this.props.composer;
    }

    get thread() {
        return this.composer.thread;
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
