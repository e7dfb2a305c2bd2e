/** The phone service as the desk uses it: accounts, choices, lines. */
@NullMarked
package org.trunkline.ui.phone.internal.desk;

import org.jspecify.annotations.NullMarked;
