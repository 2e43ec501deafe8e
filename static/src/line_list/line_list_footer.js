import { Component } from "@odoo/owl";

/**
 * What stands below the conversations of a line: more of them, or why there
 * are none and what to do.
 *
 * @typedef {Object} Props
 * @property {import("models").SwitchboardLine} line
 * @property {boolean} [compact]
 * @extends {Component<Props, Env>}
 */
export class LineListFooter extends Component {
    static template = "mail_switchboard.LineListFooter";
    static props = ["line", "compact?"];

    get line() {
        return this.props.line;
    }

    get page() {
        return this.line.currentPage;
    }

    get isEmpty() {
        const threads = this.line.isFiltered ? this.line.found : this.line.listed;
        return this.page.status === "fetched" && threads.length === 0;
    }
}
