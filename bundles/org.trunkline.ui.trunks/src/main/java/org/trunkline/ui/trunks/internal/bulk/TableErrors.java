package org.trunkline.ui.trunks.internal.bulk;

import org.trunkline.export.table.TableException;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Texts;

/** What is wrong with a file, in the desk's language. @param texts of this package */
record TableErrors(Texts texts) {
    String of(Failure failure) {
        return failure.cause() instanceof TableException wrong ? of(wrong) : failure.message();
    }

    private String of(TableException wrong) {
        String key = "table." + wrong.code();
        return texts.has(key) ? texts.get(key, wrong.args().toArray()) : String.valueOf(wrong.getMessage());
    }
}
