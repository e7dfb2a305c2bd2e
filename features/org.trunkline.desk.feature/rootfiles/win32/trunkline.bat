@echo off
rem Starts the Trunkline desk; arguments go to Eclipse.
setlocal enabledelayedexpansion
set "HERE=%~dp0"
if not defined TRUNKLINE_HOME set "TRUNKLINE_HOME=%USERPROFILE%\.trunkline"

set "JAVA="
if defined TRUNKLINE_JAVA_HOME call :try "%TRUNKLINE_JAVA_HOME%\bin\java.exe"
if not defined JAVA call :try "%HERE%jre\bin\java.exe"
if not defined JAVA if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu") do (
    if not defined JAVA for /d %%D in ("%%~R\*") do if not defined JAVA call :try "%%~D\bin\java.exe"
)
if not defined JAVA for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :try "%%~$PATH:J"
if not defined JAVA (
    echo trunkline: needs Java 25 or later: set JAVA_HOME to a JDK 25
    pause
    exit /b 1
)

if not exist "%TRUNKLINE_HOME%" mkdir "%TRUNKLINE_HOME%"
rem a restart (of the preferences, of a plug-in) ends Java with 23
:start
rem the language chosen in the preferences
set "LANGUAGE="
if exist "%TRUNKLINE_HOME%\language" for %%C in (en sv zh id) do findstr /b /c:"%%C" "%TRUNKLINE_HOME%\language" >nul 2>&1 && set "LANGUAGE=-Duser.language=%%C -Duser.country="
for %%L in ("%HERE%plugins\org.eclipse.equinox.launcher_*.jar") do set "LAUNCHER=%%~fL"
rem Java keeps the classes of this build as it needs them, written once when the desk is closed: quicker to start.
rem A package may bring them with its own Java (releng/package.sh).
for %%L in ("%HERE%plugins\org.trunkline.ui_*.jar") do set "CLASSES=%TRUNKLINE_HOME%\cache\%%~nL.jsa"
set "KEEP=-XX:+AutoCreateSharedArchive"
if /i "%JAVA%"=="%HERE%jre\bin\java.exe" if exist "%HERE%classes.jsa" (
    set "CLASSES=%HERE%classes.jsa"
    set "KEEP="
)
if not exist "%CLASSES%" (
    if not exist "%TRUNKLINE_HOME%\cache" mkdir "%TRUNKLINE_HOME%\cache"
    del /q "%TRUNKLINE_HOME%\cache\*.jsa" 2>nul
)
"%JAVA%" -Xms96m -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ^
    -XX:ReservedCodeCacheSize=160m -XX:MetaspaceSize=160m ^
    %KEEP% "-XX:SharedArchiveFile=%CLASSES%" -Xlog:cds=off -Xlog:cds*=off -Xlog:aot*=off ^
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ^
    -Djava.awt.headless=true ^
    "-Dtrunkline.data=%TRUNKLINE_HOME%\node" ^
    "-Ddesk.language.file=%TRUNKLINE_HOME%\language" %LANGUAGE% ^
    "-Dlogback.configurationFile=%HERE%conf\logback.xml" ^
    "-Djava.util.logging.config.file=%HERE%conf\logging.properties" ^
    -jar "%LAUNCHER%" -data "%TRUNKLINE_HOME%\workspace" %*
if %ERRORLEVEL% equ 23 goto start
exit /b %ERRORLEVEL%

:try
if not exist "%~1" exit /b
for /f "tokens=3" %%V in ('""%~1" -version 2^>^&1" ^| findstr /i version') do (
    for /f "tokens=1 delims=." %%M in ("%%~V") do if %%M GEQ 25 set "JAVA=%~1"
)
exit /b
