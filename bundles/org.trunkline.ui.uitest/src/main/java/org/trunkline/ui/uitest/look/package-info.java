/** Whether what is drawn can be read. */
package org.trunkline.ui.uitest.look;
