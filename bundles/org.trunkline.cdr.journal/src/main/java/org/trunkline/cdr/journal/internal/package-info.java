@NullMarked
package org.trunkline.cdr.journal.internal;

import org.jspecify.annotations.NullMarked;
