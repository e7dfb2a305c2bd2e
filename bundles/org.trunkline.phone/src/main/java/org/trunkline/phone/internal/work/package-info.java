/** The thread of the phone, and its clock. */
@NullMarked
package org.trunkline.phone.internal.work;

import org.jspecify.annotations.NullMarked;
