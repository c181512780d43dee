# One image for the server, the workers and the migration: the command says which (compose.yaml).
FROM oven/bun:1.4.5 AS dependencies
WORKDIR /app
COPY package.json bun.lock ./
RUN bun install --frozen-lockfile --production

FROM oven/bun:1.4.5-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=dependencies /app/node_modules node_modules
# tsconfig.json tells Bun how to read JSX.
COPY package.json tsconfig.json ./
COPY src src
COPY jobs jobs
COPY sql sql
COPY functions functions
USER bun
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["bun", "-e", "process.exit((await fetch(`http://127.0.0.1:${process.env.PORT || 8787}/healthz`)).ok ? 0 : 1)"]
# Without a shell in between, so that SIGTERM reaches the process, which finishes what runs and exits.
ENTRYPOINT ["bun", "src/cli.ts"]
CMD ["start"]
