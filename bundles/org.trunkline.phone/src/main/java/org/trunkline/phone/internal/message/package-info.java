/** Text messages: their formats, and the conversations of all accounts. */
@NullMarked
package org.trunkline.phone.internal.message;

import org.jspecify.annotations.NullMarked;
