@NullMarked
package org.trunkline.ui.cdr.internal.widget;

import org.jspecify.annotations.NullMarked;
