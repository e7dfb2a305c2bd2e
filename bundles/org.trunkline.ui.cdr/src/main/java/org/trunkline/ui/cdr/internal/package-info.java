@NullMarked
package org.trunkline.ui.cdr.internal;

import org.jspecify.annotations.NullMarked;
