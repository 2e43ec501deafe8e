import { patch } from "@web/core/utils/patch";
import { toStringExpression } from "@web/views/utils";
import { FormCompiler } from "@web/views/form/form_compiler";

/** A notebook page with `data-count="field"` shows that number on its tab. */
patch(FormCompiler.prototype, {
    compileNotebook(el, params) {
        const notebook = super.compileNotebook(...arguments);
        for (const page of el.querySelectorAll(":scope > page[data-count]")) {
            const name = toStringExpression(page.getAttribute("name"));
            const slot = [...notebook.children].find(
                (child) => child.getAttribute("name") === name
            );
            const count = `__comp__.props.record.data[${toStringExpression(page.getAttribute("data-count"))}]`;
            slot?.setAttribute(
                "title",
                `${slot.getAttribute("title")} + (${count} ? " (" + ${count} + ")" : "")`
            );
        }
        return notebook;
    },
});
