@NullMarked
package org.trunkline.ui;

import org.jspecify.annotations.NullMarked;
