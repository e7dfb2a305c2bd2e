@NullMarked
package org.trunkline.cdr.journal.internal.segment;

import org.jspecify.annotations.NullMarked;
