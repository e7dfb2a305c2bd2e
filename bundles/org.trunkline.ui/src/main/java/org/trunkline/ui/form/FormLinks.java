package org.trunkline.ui.form;

import java.util.List;

/** Other entries that a field lists by name. UI thread. */
public interface FormLinks {
    /** Of forms that list none. */
    FormLinks NONE = new FormLinks() {
        @Override
        public String line(String key, String name, List<Offer> offers) {
            return name;
        }

        @Override
        public void open(String name) {
            throw new UnsupportedOperationException(name);
        }
    };

    /** An entry in one line. @param key of the entry that is edited */
    String line(String key, String name, List<Offer> offers);

    /** Shows the entry. */
    void open(String name);
}
