using System;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Generator.Models;

/// <summary>A defect of the compiler, as a problem on one line.</summary>
internal static class InternalError
{
    public static Problem Of(Exception exception, string modelName)
    {
        string where = exception.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
        string what = exception.Message.Replace("\r", "").Replace('\n', ' ');
        return new Problem(
            ProblemKind.InternalError,
            ProblemSeverity.Error,
            $"The compiler failed on the model '{modelName}': {exception.GetType().Name}: {what} {where}. This is a defect of Octavo; please report it with the model.");
    }
}
