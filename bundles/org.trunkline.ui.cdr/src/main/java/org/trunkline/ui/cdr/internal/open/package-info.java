@NullMarked
package org.trunkline.ui.cdr.internal.open;

import org.jspecify.annotations.NullMarked;
