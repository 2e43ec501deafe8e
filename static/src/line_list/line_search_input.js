import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

export const SEARCH_DELAY = 300;

/**
 * @typedef {Object} Props
 * @property {import("models").SwitchboardLine} line
 * @extends {Component<Props, Env>}
 */
export class LineSearchInput extends Component {
    static template = "mail_switchboard.LineSearchInput";
    static props = ["line"];

    setup() {
        super.setup();
        this.state = useState({ term: this.props.line.searchTerm });
        this.search = useDebounced(() => this.props.line.search(this.state.term), SEARCH_DELAY);
        useAutofocus();
    }

    get label() {
        return _t("Search the conversations of %(line)s", { line: this.props.line.name });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.line.closeSearch();
        }
    }
}
