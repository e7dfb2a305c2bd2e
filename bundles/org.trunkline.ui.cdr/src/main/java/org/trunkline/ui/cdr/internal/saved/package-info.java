@NullMarked
package org.trunkline.ui.cdr.internal.saved;

import org.jspecify.annotations.NullMarked;
