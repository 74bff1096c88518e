using Octavo.Tool.Commands;

return Root.Run(args);
