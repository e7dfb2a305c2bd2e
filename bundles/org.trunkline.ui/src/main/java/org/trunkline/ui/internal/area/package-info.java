@NullMarked
package org.trunkline.ui.internal.area;

import org.jspecify.annotations.NullMarked;
