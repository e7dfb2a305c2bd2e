/** The one form of the desk: fields with labels, units, choices and errors. */
@NullMarked
package org.trunkline.ui.form;

import org.jspecify.annotations.NullMarked;
