@echo off
rem Starts advect on Windows: builds it on first use, runs the command line. advect --help
rem It is simple, and was never tried: it builds only if there is no build, so after a change delete app\target.
rem It does not fetch Apache Spark: --cluster needs the other launcher, advect, which runs by bash.
rem
rem   ADVECT_JAVA_HOME  the JDK to use, 25 or later; JAVA_HOME otherwise
rem   ADVECT_JAVA_OPTS  more options for the JVM, such as -Xmx4g; the heap is at most half of the memory otherwise
rem   ADVECT_MUJOCO     the MuJoCo library to use: a version, a file, a folder or a wheel
setlocal
set "root=%~dp0"
if defined ADVECT_JAVA_HOME set "JAVA_HOME=%ADVECT_JAVA_HOME%"
if not exist "%JAVA_HOME%\bin\java.exe" (
    echo error: no JDK was found in JAVA_HOME 1>&2
    echo hint: install a JDK 25 and set ADVECT_JAVA_HOME to its folder 1>&2
    exit /b 1
)
if not exist "%root%app\target\classpath.txt" goto build
if exist "%root%app\target\advect-app.jar" goto run
:build
echo building advect (first use takes a minute or two) ... 1>&2
pushd "%root%"
call mvn -B -ntp -q -pl app -am -Dmaven.test.skip=true -Dspotless.check.skip=true package 1>&2
set "failed=%errorlevel%"
popd
if not "%failed%"=="0" (
    echo error: the build failed 1>&2
    echo hint: Maven is needed, and mvn must be in PATH 1>&2
    exit /b 1
)

:run
rem The class path is longer than a line may be: Java reads it from a file, in which a backslash must be doubled.
set "arguments=%root%app\target\arguments.txt"
powershell -NoProfile -Command "$p = (Get-Item '%root%app\target\advect-app.jar').FullName + ';' + (Get-Content '%root%app\target\classpath.txt'); Set-Content -Path '%arguments%' -Value ('-cp ' + [char]34 + $p.Replace('\', '\\') + [char]34)"
"%JAVA_HOME%\bin\java.exe" -XX:MaxRAMPercentage=50 -XX:+UseSerialGC -Djava.awt.headless=true --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dadvect.command=advect %ADVECT_JAVA_OPTS% "@%arguments%" dev.advect.app.Main %*
exit /b %errorlevel%
