using System;
using Microsoft.Build.Framework;
using Octavo.Compiler;

namespace Octavo.Generator.Tasks;

/// <summary>What our tasks share; the helper library of MSBuild would be one more assembly to find at run time.</summary>
public abstract class BuildTask : ITask
{
    public IBuildEngine BuildEngine { get; set; } = null!;

    public ITaskHost? HostObject { get; set; }

    /// <summary>False when an error was logged.</summary>
    public abstract bool Execute();

    internal void Log(Problem problem, string file) => BuildEngine.LogErrorEvent(new BuildErrorEventArgs(
        subcategory: null, code: problem.Id, file, lineNumber: 0, columnNumber: 0, endLineNumber: 0, endColumnNumber: 0, problem.Message, helpKeyword: null, senderName: GetType().Name));

    internal void Warn(Problem problem, string file) => BuildEngine.LogWarningEvent(new BuildWarningEventArgs(
        subcategory: null, code: problem.Id, file, lineNumber: 0, columnNumber: 0, endLineNumber: 0, endColumnNumber: 0, problem.Message, helpKeyword: null, senderName: GetType().Name));

    internal void Log(string message) => BuildEngine.LogMessageEvent(new BuildMessageEventArgs(message, helpKeyword: null, GetType().Name, MessageImportance.Low, DateTime.UtcNow));
}
