/** Accounts of the phone: forms and rules. */
@NullMarked
package org.trunkline.ui.phone.internal.account;

import org.jspecify.annotations.NullMarked;
