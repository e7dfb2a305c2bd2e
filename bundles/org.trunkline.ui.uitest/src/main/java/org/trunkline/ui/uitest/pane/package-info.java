/** Panes with little room, and forms with many fields. */
package org.trunkline.ui.uitest.pane;
