import { getFieldsSpec } from "@web/model/relational_model/utils";

/**
 * Bring a form's values up to date and keep everything else: loading the whole record
 * would make new lists of its rows, and a row that is being added meanwhile would be lost.
 *
 * @param {import("services").ServiceFactories["orm"]} orm
 * @param {import("@web/model/relational_model/record").Record} record
 */
export async function refreshRecord(orm, record) {
    const { resId, resModel } = record;
    const specification = getFieldsSpec(record.activeFields, record.fields, record.evalContext);
    const [values] = await orm.webRead(resModel, [resId], {
        context: record.context,
        specification,
    });
    // Somebody may have gone on to the next record.
    if (values && record.resId === resId) {
        applyValues(record, values);
    }
}

/** What was changed on the screen stays as it was typed. */
function applyValues(record, values) {
    const own = {};
    for (const [name, value] of Object.entries(values)) {
        if (
            !Array.isArray(value) ||
            !["one2many", "many2many"].includes(record.fields[name]?.type)
        ) {
            own[name] = value;
            continue;
        }
        for (const row of value) {
            const shown = record.data[name].records.find(({ resId }) => resId === row.id);
            if (shown) {
                applyValues(shown, row);
            }
        }
    }
    record._applyValues(own);
}
