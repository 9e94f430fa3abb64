@echo off
rem Sets the compendium up and opens JupyterLab. Windows: double-click.
rem What it does is the same as make lab, without make and without git: docs/start.md.
setlocal
pushd "%~dp0"
if not exist requirements.lock goto :apart
if not exist pyproject.toml goto :apart

set "FOUND="
if defined PYTHON call :try "%PYTHON%"
if not defined FOUND call :try py -3
if not defined FOUND call :try python
if not defined FOUND call :try python3
if not defined FOUND goto :none

%FOUND% src\compendium\first_setup.py %*
if errorlevel 1 goto :stop
exit /b 0

:try
%* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "FOUND=%*"
exit /b 0

:apart
echo This file lies beside the other files of the compendium.
echo Unzip the whole folder (right-click, Extract All), and start it there.
goto :stop

:none
echo Python 3.11 or newer was not found. Install it from https://www.python.org/downloads/
echo (tick "Add python.exe to PATH") and start again.

:stop
pause
exit /b 1
