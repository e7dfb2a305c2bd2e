@NullMarked
package org.trunkline.ui.cdr.internal.privacy;

import org.jspecify.annotations.NullMarked;
