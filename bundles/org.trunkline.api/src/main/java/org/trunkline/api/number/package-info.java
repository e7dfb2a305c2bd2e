/** What is known of telephone numbers. */
@NullMarked
package org.trunkline.api.number;

import org.jspecify.annotations.NullMarked;
