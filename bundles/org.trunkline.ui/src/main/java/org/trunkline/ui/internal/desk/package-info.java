@NullMarked
package org.trunkline.ui.internal.desk;

import org.jspecify.annotations.NullMarked;
