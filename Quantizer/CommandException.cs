using System;

namespace Octavo.Tool;

/// <summary>Ends a command: what the user gave cannot be used. The message says what and why; the exit code is 2.</summary>
internal sealed class CommandException(string message) : Exception(message);
