using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Generator.Roslyn;

/// <summary>Refuses a model whose class an earlier model has already. Upper and lower case are not told apart, as in the names of generated files.</summary>
internal static class NameClash
{
    public static IEnumerable<ModelRequest> Refuse(ImmutableArray<ModelRequest> requests)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (ModelRequest request in requests)
        {
            CompilerOptions options = request.Model.Options;
            if (request.Refusal is not null)
            {
                yield return request;
            }
            else if (owners.TryGetValue(options.FullName, out string owner))
            {
                (string first, string second) = Apart(owner, request.Model.ModelPath);
                string message = $"The models '{first}' and '{second}' both become the class '{options.FullName}'. Set another ClassName or Namespace on one AdditionalFiles item.";
                yield return request with { Refusal = new Problem(ProblemKind.NameClash, ProblemSeverity.Error, message) };
            }
            else
            {
                owners.Add(options.FullName, request.Model.ModelPath);
                yield return request;
            }
        }
    }

    /// <summary>Two paths without the folders that both begin with.</summary>
    private static (string First, string Second) Apart(string first, string second)
    {
        string[] a = first.Split('/', '\\'), b = second.Split('/', '\\');
        int common = 0;
        while (common < Math.Min(a.Length, b.Length) - 1 && a[common] == b[common])
        {
            common++;
        }

        return (string.Join("/", a.Skip(common)), string.Join("/", b.Skip(common)));
    }
}
