@NullMarked
package org.trunkline.ui.quality.internal.chart;

import org.jspecify.annotations.NullMarked;
