@NullMarked
package org.trunkline.cdr.journal.internal.codec;

import org.jspecify.annotations.NullMarked;
