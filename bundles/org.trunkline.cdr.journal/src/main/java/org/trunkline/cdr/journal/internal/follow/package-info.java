@NullMarked
package org.trunkline.cdr.journal.internal.follow;

import org.jspecify.annotations.NullMarked;
