import { DiscussContent } from "@mail/core/public_web/discuss_content";
import { ChatWindow } from "@mail/core/common/chat_window";
import { readDraft } from "@mail_switchboard/composer/draft";

import { Component } from "@odoo/owl";

/**
 * Stands in place of the composer: why one may not send. What was begun before
 * the right went away can still be read and copied.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @extends {Component<Props, Env>}
 */
export class NoComposer extends Component {
    static template = "mail_switchboard.NoComposer";
    static props = ["thread"];

    get begun() {
        const { composer } = this.props.thread;
        return composer.composerText.trim() || readDraft(composer).text || "";
    }
}

DiscussContent.components = { ...DiscussContent.components, NoComposer };
ChatWindow.components = { ...ChatWindow.components, NoComposer };
